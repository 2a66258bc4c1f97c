"""What the protocol itself refuses, in words; the names are those of offline/."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from backend.foundation.permission import RIGHT_WORDS
from backend.foundation.refusal import Refusal, Words


@dataclass
class TooMuchAtOnce(Refusal):
    envelopes_max: int
    bytes_max: int
    zh: ClassVar[str] = "一次最多提交 {envelopes_max} 条、{bytes_max} 字节，请分次提交。"
    en: ClassVar[str] = "At most {envelopes_max} envelopes and {bytes_max} bytes at once. Send them in parts."


@dataclass
class UnknownCommandName(Refusal):
    name: str
    zh: ClassVar[str] = "服务器不认识“{name}”这项操作。请更新应用，再重新填写提交。"
    en: ClassVar[str] = "The server knows no command “{name}”. Update the app, then fill it in again."


@dataclass
class NotOffline(Refusal):
    """The command may not wait, so no envelope may hold it."""

    name: str
    zh: ClassVar[str] = "“{name}”不能离线提交。请在联网时到相应页面办理。"
    en: ClassVar[str] = "“{name}” cannot be sealed for later. Do it on its own page while online."


@dataclass
class VersionTooOld(Refusal):
    name: str
    version: int
    oldest: int
    zh: ClassVar[str] = "此内容由过旧的应用版本填写，已无法识别。请更新应用，再重新填写提交。"
    en: ClassVar[str] = "This was filled in with an app too old to be read. Update it, then fill it in again."


@dataclass
class InputNotUnderstood(Refusal):
    """`field` is the place in the input, as the phone spells it: for whoever looks into it, not for the sentence."""

    field: str
    zh: ClassVar[str] = "提交的内容有一项不能识别。请更正后重新提交，或交由办公室处理。"
    en: ClassVar[str] = (
        "A part of what was sent cannot be read. Correct it and send again, or hand it to the office."
    )


@dataclass
class AttachmentDiffers(Refusal):
    """The file that arrived under that id is not the one that was sealed."""

    attachment: str
    zh: ClassVar[str] = "收到的附件与填写时的不是同一个文件。请重新选择附件后提交。"
    en: ClassVar[str] = "The file that arrived is not the one you chose. Choose it again and send again."


@dataclass
class NoLongerAllowed(Refusal):
    """Allowed when it was done, not today: the manager sees it."""

    right: str
    zh: ClassVar[str] = "你现在已没有“{right}”权限，此操作未执行，已转给主管处理。"
    en: ClassVar[str] = (
        "You no longer have the right “{right}”. It was not done; your manager will look at it."
    )
    words: ClassVar[Mapping[str, Words]] = {"right": RIGHT_WORDS}


@dataclass
class DependencyDiscarded(Refusal):
    dependency: str
    zh: ClassVar[str] = "它所依据的前一项操作已放弃，因此未执行。请放弃，或修改后重新提交。"
    en: ClassVar[str] = (
        "What it builds on was discarded, so it was not done. Discard it too, or fix and send again."
    )


@dataclass
class MalformedControl(Refusal):
    zh: ClassVar[str] = "这项处理决定的内容不完整，未执行。请重新选择处理方式。"
    en: ClassVar[str] = "This decision is incomplete and was not carried out. Choose again what to do."


@dataclass
class UnknownCommand(Refusal):
    """A decision about an envelope that this server does not hold of this device."""

    zh: ClassVar[str] = "没有找到要处理的那条记录。请等它上传后再处理。"
    en: ClassVar[str] = "What you decided about has not arrived. Wait until it is sent, then decide."


@dataclass
class AlreadyApplied(Refusal):
    zh: ClassVar[str] = "那项操作已经执行，不能再放弃或替换。需要更正时，请到相应页面办理。"
    en: ClassVar[str] = "It was done already and cannot be taken back here. Correct it on its own page."


@dataclass
class AlreadyResolved(Refusal):
    zh: ClassVar[str] = "那条记录已经处理过，以先前的处理为准。"
    en: ClassVar[str] = "Somebody decided about it already; the first decision stands."


@dataclass
class SuccessorTooEarly(Refusal):
    zh: ClassVar[str] = "替换的内容早于处理决定，不能使用。请重新填写后提交。"
    en: ClassVar[str] = "The replacement is older than the decision. Fill it in again and send it."


@dataclass
class Discarded(Refusal):
    zh: ClassVar[str] = "已放弃，不会执行。"
    en: ClassVar[str] = "Discarded; it will not be done."


@dataclass
class Superseded(Refusal):
    zh: ClassVar[str] = "已由修改后的内容替换。"
    en: ClassVar[str] = "A corrected one has taken its place."


BY_THE_PROTOCOL: tuple[type[Refusal], ...] = (
    UnknownCommandName,
    NotOffline,
    VersionTooOld,
    InputNotUnderstood,
    AttachmentDiffers,
    NoLongerAllowed,
    DependencyDiscarded,
    MalformedControl,
    UnknownCommand,
    AlreadyApplied,
    AlreadyResolved,
    SuccessorTooEarly,
    Discarded,
    Superseded,
)
"""Every refusal that an envelope can meet whatever it holds."""
