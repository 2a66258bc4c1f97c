"""Why a database cannot be started or may not be used, in words that say what to do."""

from dataclasses import dataclass
from typing import ClassVar

from backend.foundation.refusal import Refusal


@dataclass
class DatabaseNotInstalled(Refusal):
    """Neither the wheel nor a system PostgreSQL of the needed age was found."""

    oldest: int
    zh: ClassVar[str] = (
        "未找到可用的 PostgreSQL（需 {oldest} 或更高版本）。请运行 make setup，或设置 LOTLINE_DATABASE_URL。"
    )
    en: ClassVar[str] = (
        "No PostgreSQL {oldest} or newer was found. Run `make setup`, or set LOTLINE_DATABASE_URL."
    )


@dataclass
class OtherDatabaseVersion(Refusal):
    """The data were written by another major version; PostgreSQL reads only its own."""

    found: str
    offered: int
    folder: str
    zh: ClassVar[str] = (
        "{folder} 中的数据由 PostgreSQL {found} 写入，现有版本为 {offered}，未作任何改动。"
        "请用写入该数据的版本运行 lotline backup，再用 lotline restore 恢复到新的数据目录。"
    )
    en: ClassVar[str] = (
        "The data in {folder} were written by PostgreSQL {found}, this is {offered}; nothing was changed. "
        "Make a backup with the version that wrote them (`lotline backup`), "
        "then restore it into a new data folder (`lotline restore`)."
    )


@dataclass
class DataFolderInUse(Refusal):
    """Another starter holds the lock on the same data folder."""

    folder: str
    process: str
    zh: ClassVar[str] = (
        "数据目录 {folder} 正由进程 {process} 使用。请先停止该进程，或用 --data 指定其他目录。"
    )
    en: ClassVar[str] = (
        "The data folder {folder} is in use by process {process}. "
        "Stop that process, or name another folder with --data."
    )
    final: ClassVar[bool] = False


@dataclass
class DataFolderNotOurs(Refusal):
    """The data belong to another user of the operating system, or the folder may not be written."""

    folder: str
    owner: str
    zh: ClassVar[str] = "数据目录 {folder} 属于用户 {owner}。请以该用户运行，或用 --data 指定其他目录。"
    en: ClassVar[str] = (
        "The data folder {folder} belongs to the user {owner}. Run as that user, or name another with --data."
    )


@dataclass
class DataMissing(Refusal):
    """The data folder links to a cluster that is not there; an empty one instead would look like a loss."""

    folder: str
    target: str
    zh: ClassVar[str] = (
        "{folder} 指向 {target}，但那里没有数据。请恢复该目录；若要从空数据开始，请先删除 {folder}。"
    )
    en: ClassVar[str] = (
        "{folder} leads to {target}, but there are no data. Bring that folder back; "
        "to begin with empty data, remove {folder} first."
    )


@dataclass
class PortTaken(Refusal):
    port: int
    zh: ClassVar[str] = "端口 {port} 已被占用或无权使用，数据库未启动。请换一个端口，或停止占用它的程序。"
    en: ClassVar[str] = "Port {port} is taken or not allowed, the database was not started. Choose another."
    final: ClassVar[bool] = False


@dataclass
class DatabaseWouldNotStart(Refusal):
    """`reason` is the server's own last word, `log` the file with the rest."""

    reason: str
    log: str
    zh: ClassVar[str] = "数据库未能启动：{reason}。详情见 {log}。"
    en: ClassVar[str] = "The database did not start: {reason}. The rest is in {log}."
    final: ClassVar[bool] = False


@dataclass
class UnsafeDatabaseRole(Refusal):
    """`serve` and `worker` were given a role that could step around grants, triggers or row policies."""

    role: str
    power: str
    zh: ClassVar[str] = (
        "数据库角色 {role} 权限过大（{power}），服务未启动。"
        "请将 LOTLINE_DATABASE_URL 设为 lotline_app 角色；属主角色只用于 LOTLINE_OWNER_DATABASE_URL。"
    )
    en: ClassVar[str] = (
        "The database role {role} is too mighty ({power}), so nothing was started. "
        "Let LOTLINE_DATABASE_URL name the role lotline_app; the owner belongs in LOTLINE_OWNER_DATABASE_URL."
    )
