"""The "no" of the door itself, each with the code that a client switches on and its HTTP status."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from backend.foundation.refusal import Refusal, Words


@dataclass
class DoorRefusal(Refusal):
    """Spoken before anything was executed; `code` is the extension of the GraphQL error."""

    code: ClassVar[str]
    status: ClassVar[int] = 400
    final: ClassVar[bool] = False


@dataclass
class ClientAtFault(DoorRefusal):
    """A request that our app never makes; `why` is for whoever wrote the client, in English, some of it a library's.

    It goes into the extensions of the answer and into logs, never into the sentence that people read.
    """

    why: str

    def __str__(self) -> str:
        return f"{self.say('en')} ({self.why})"


@dataclass
class MethodNotAllowed(DoorRefusal):
    code: ClassVar[str] = "METHOD_NOT_ALLOWED"
    status: ClassVar[int] = 405
    zh: ClassVar[str] = "此地址只接受 POST 请求。"
    en: ClassVar[str] = "This address takes POST requests only."


@dataclass
class ContentTypeNotJson(DoorRefusal):
    code: ClassVar[str] = "CONTENT_TYPE_NOT_JSON"
    status: ClassVar[int] = 415
    zh: ClassVar[str] = "请求内容必须是 application/json。"
    en: ClassVar[str] = "Send the request as application/json."


@dataclass
class HeaderMissing(DoorRefusal):
    code: ClassVar[str] = "HEADER_MISSING"
    status: ClassVar[int] = 403
    zh: ClassVar[str] = "请求缺少 X-Lotline 标头。"
    en: ClassVar[str] = "Send the header X-Lotline with every request."


@dataclass
class OriginNotAllowed(DoorRefusal):
    code: ClassVar[str] = "ORIGIN_NOT_ALLOWED"
    status: ClassVar[int] = 403
    zh: ClassVar[str] = "请求来自其他网站，不予接受。"
    en: ClassVar[str] = "Requests from another site are not accepted."


@dataclass
class BodyTooLarge(DoorRefusal):
    bytes_max: int
    code: ClassVar[str] = "BODY_TOO_LARGE"
    status: ClassVar[int] = 413
    zh: ClassVar[str] = "请求过大：最多 {bytes_max} 字节，请分次提交。"
    en: ClassVar[str] = "The request is too large: at most {bytes_max} bytes. Send it in parts."


@dataclass
class BodyTooSlow(DoorRefusal):
    code: ClassVar[str] = "BODY_TOO_SLOW"
    status: ClassVar[int] = 408
    zh: ClassVar[str] = "请求传输过慢，请在网络较好时重新提交。"
    en: ClassVar[str] = "The request arrived too slowly. Send it again on a better network."


@dataclass
class BodyNotReadable(ClientAtFault):
    """Not JSON, not UTF-8, too deep, too many values, a key twice, or not a GraphQL request."""

    code: ClassVar[str] = "BODY_NOT_READABLE"
    zh: ClassVar[str] = "请求内容不能识别。请刷新或更新应用后再试。"
    en: ClassVar[str] = "The request cannot be read. Reload or update the app and try again."


@dataclass
class BatchNotAccepted(DoorRefusal):
    code: ClassVar[str] = "BATCH_NOT_ACCEPTED"
    zh: ClassVar[str] = "一次只接受一个请求。"
    en: ClassVar[str] = "One request at a time."


@dataclass
class TextNotAccepted(DoorRefusal):
    """NUL, which PostgreSQL cannot store in text."""

    code: ClassVar[str] = "TEXT_NOT_PRINTABLE"
    zh: ClassVar[str] = "文字中有不能显示的字符（U+0000），请重新输入。"
    en: ClassVar[str] = "The text holds a character that cannot be shown (U+0000). Type it again."


@dataclass
class DocumentUnknown(DoorRefusal):
    code: ClassVar[str] = "DOCUMENT_UNKNOWN"
    zh: ClassVar[str] = "服务器不认识此查询，请更新应用后再试。"
    en: ClassVar[str] = "The server does not know this document. Update the app and try again."


@dataclass
class DocumentTooLong(DoorRefusal):
    unit: str
    most: int
    code: ClassVar[str] = "DOCUMENT_TOO_LONG"
    zh: ClassVar[str] = "查询过长：最多 {most} 个 {unit}。"
    en: ClassVar[str] = "The document is too long: at most {most} {unit}."
    words: ClassVar[Mapping[str, Words]] = {
        "unit": {"characters": ("字符", "characters"), "tokens": ("词元", "tokens")}
    }


@dataclass
class DocumentTooDeep(DoorRefusal):
    depth_max: int
    code: ClassVar[str] = "DOCUMENT_TOO_DEEP"
    zh: ClassVar[str] = "查询嵌套过深：最多 {depth_max} 层。"
    en: ClassVar[str] = "The document is nested too deeply: at most {depth_max} levels."


@dataclass
class DocumentTooExpensive(DoorRefusal):
    """`what` is counted: objects or values of the answer, or comparisons that validation would need."""

    what: str
    cost: int
    cost_max: int
    code: ClassVar[str] = "DOCUMENT_TOO_EXPENSIVE"
    zh: ClassVar[str] = "查询范围过大（{what} {cost}，最多 {cost_max}），请减少每页条数或字段。"
    en: ClassVar[str] = (
        "The document asks for too much ({what} {cost}, at most {cost_max}). Ask for less a page."
    )
    words: ClassVar[Mapping[str, Words]] = {
        "what": {
            "objects": ("对象", "objects"),
            "values": ("值", "values"),
            "comparisons": ("比较", "comparisons"),
        }
    }


@dataclass
class PageTooLarge(DoorRefusal):
    asked: int
    page_size_max: int
    code: ClassVar[str] = "PAGE_TOO_LARGE"
    zh: ClassVar[str] = "每页条数 {asked} 不能使用：应在 0 与 {page_size_max} 之间。"
    en: ClassVar[str] = "A page of {asked} is not available: from 0 to {page_size_max}."


@dataclass
class FragmentsCircular(DoorRefusal):
    fragment: str
    code: ClassVar[str] = "FRAGMENTS_CIRCULAR"
    zh: ClassVar[str] = "查询片段“{fragment}”引用了自身。"
    en: ClassVar[str] = "The fragment “{fragment}” spreads itself."


@dataclass
class TooManyDirectives(DoorRefusal):
    directives_max: int
    code: ClassVar[str] = "TOO_MANY_DIRECTIVES"
    zh: ClassVar[str] = "一处最多 {directives_max} 个指令。"
    en: ClassVar[str] = "At most {directives_max} directives in one place."


@dataclass
class OneOperationOnly(DoorRefusal):
    """A request is one operation, and a mutation does one thing: one command, one outcome."""

    code: ClassVar[str] = "ONE_OPERATION_ONLY"
    zh: ClassVar[str] = "一次请求只做一件事：一个操作，一项变更。"
    en: ClassVar[str] = "One request does one thing: one operation, one mutation."


@dataclass
class SubscriptionNeedsSocket(DoorRefusal):
    code: ClassVar[str] = "SUBSCRIPTION_NEEDS_SOCKET"
    zh: ClassVar[str] = "订阅须通过 WebSocket。"
    en: ClassVar[str] = "Subscribe over a WebSocket."


@dataclass
class IntrospectionOff(DoorRefusal):
    code: ClassVar[str] = "INTROSPECTION_OFF"
    zh: ClassVar[str] = "此服务器不公开结构说明。"
    en: ClassVar[str] = "This server does not describe its schema here."


@dataclass
class DocumentNotValid(ClientAtFault):
    """What the GraphQL specification does not allow; `why` comes from the validator, without suggestions."""

    code: ClassVar[str] = "DOCUMENT_NOT_VALID"
    zh: ClassVar[str] = "查询不符合接口定义。请刷新或更新应用后再试。"
    en: ClassVar[str] = "The document does not fit the schema. Reload or update the app and try again."


@dataclass
class SocketsSubscribeOnly(DoorRefusal):
    code: ClassVar[str] = "SOCKETS_SUBSCRIBE_ONLY"
    zh: ClassVar[str] = "WebSocket 只用于订阅。"
    en: ClassVar[str] = "A WebSocket is for subscriptions only."


@dataclass
class AnswerTooSlow(DoorRefusal):
    code: ClassVar[str] = "ANSWER_TOO_SLOW"
    status: ClassVar[int] = 503
    zh: ClassVar[str] = "服务器未能及时答复，请稍后重新提交。"
    en: ClassVar[str] = "The server could not answer in time. Send it again a little later."
