"""One-word edits of the starter policy and of a Chinese text: verdict, kind and direction."""

from __future__ import annotations

from functools import cache
from importlib import resources

import pytest

from policytool.redline.compare import compare
from policytool.significance.assess import assess
from policytool.significance.model import Assessment
from policytool.text.parse import parse

CHINESE = """\
# 商城个人信息保护政策

我们可能向您发送优惠信息。每条信息均载明退订方式，您随时都可以退订。

您下单时，需要向我们提供收货人姓名、收货地址和手机号码。我们将订单信息用于：

- 核实下单人的身份；
- 发现异常交易。

我们录制您的语音消息并将其转换为文字，仅用于查找您所描述的商品。

我们将收货人的姓名、地址和电话号码提供给为您送货的配送企业。

凡展示个人信息之处，我们均进行脱敏处理。

您可以随时查看全部权限，并逐项关闭。

您有权查阅、更正和删除您的个人信息。我们在三十日内答复。

我们保存订单信息三年。
"""


@cache
def starter() -> str:
    folder = resources.files("policytool.release") / "starter" / "policy_docs"
    text = (folder / "privacy-policy.md").read_text(encoding="utf-8")
    return text.replace("{name}", "Fernhill").replace("{email}", "office@fernhill.example")


def judged(base: str, old: str, new: str) -> Assessment:
    assert base.count(old) >= 1
    return assess(compare(parse(base), parse(base.replace(old, new, 1))))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("only what the purposes below need", "only what is necessary for the purposes below"),
        ("so that your order reaches you", "so that you receive your order"),
        ("We do not sell", "We don't sell"),
        ("three years", "3 years"),
        ("one year", "12 months"),
        ("30 days", "thirty days"),
        ("Then we delete it", "After that we delete it"),
        ("have it corrected or deleted", "have it rectified or erased"),
        ("the basket then stays empty", "your basket then stays empty"),
        ("so that you can pay", "to let you pay"),
        ("to keep your basket and to keep you signed in", "to keep you signed in and to keep your basket"),
        ("to keep your basket", "to remember your basket so that you need not enter it again"),
        ("we answer within 30 days", "we reply within 30 days"),
        ("answering your questions", "replying to your questions"),
        ("If a security incident affects you, we tell", "Where a security incident affects you, we tell"),
        ("what happened and what you can do", "what has happened and what you can do"),
    ],
)
def test_other_words_for_the_same_are_minor(old: str, new: str) -> None:
    assert judged(starter(), old, new).significance == "minor"


@pytest.mark.parametrize(("old", "new"), [("三年", "3年"), ("三十日内", "30日内"), ("您随时都可以", "您随时可以")])
def test_other_chinese_words_for_the_same_are_minor(old: str, new: str) -> None:
    assert judged(CHINESE, old, new).significance == "minor"


@pytest.mark.parametrize(
    ("old", "new", "kind", "direction"),
    [
        ("only what the purposes", "whatever the purposes", "processing", "wider"),
        ("only if you actively agree", "unless you object", "rights", "different"),
        ("your messages and the order", "your messages, your contacts and the order", "processing", "wider"),
        ("order history |", "order history, date of birth |", "processing", "wider"),
        ("IP address, device type", "device type", "processing", "narrower"),
        ("amount, payment", "amount, credit history, payment", "processing", "wider"),
        ("keeping the shop secure", "showing you targeted advertising", "processing", "wider"),
        ("You can block", "You cannot block", "rights", "narrower"),
        ("only with:", "with others, such as:", "recipients", "wider"),
        ("- hosting", "- advertisers, so that they can reach you;\n- hosting", "recipients", "wider"),
        ("- delivery companies, so that your order reaches you;\n", "", "recipients", "narrower"),
        ("do not sell", "may sell", "recipients", "wider"),
        ("three years", "six years", "processing", "wider"),
        ("three years", "two years", "processing", "narrower"),
        ("one year", "one month", "processing", "narrower"),
        ("Then we delete it", "Then we may delete it", "processing", "different"),
        ("limit access to staff who need it", "give access to all staff", "other", "different"),
        ("we tell you promptly", "we may tell you", "other", "different"),
        ("promptly what happened", "within a year what happened", "other", "different"),
        ("corrected or deleted", "corrected", "rights", "different"),
        ("at any time", "once a year", "rights", "different"),
        ("within 30 days", "within 90 days", "rights", "different"),
        ("we answer within", "we may answer within", "rights", "different"),
        ("data protection authority", "consumer ombudsman", "contact", "different"),
        ("before it takes effect", "after it takes effect", "other", "wider"),
        ("we also tell you by e-mail", "we also tell you on our website", "other", "different"),
    ],
)
def test_one_word_turns_the_policy(old: str, new: str, kind: str, direction: str) -> None:
    assessment = judged(starter(), old, new)
    assert assessment.significance == "significant"
    assert kind in assessment.kinds
    strong = [f for f in assessment.findings if f.confidence >= assessment.threshold]
    assert direction in {f.direction for f in strong if f.criterion.kind == kind}


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("您随时都可以退订", "您每年可以退订一次", "rights"),
        ("仅用于查找您所描述的商品", "可用于查找您所描述的商品和广告投放", "processing"),
        ("我们将订单信息用于", "我们将订单信息和通讯录用于", "processing"),
        ("- 发现异常交易。", "- 发现异常交易；\n- 向您推送个性化广告。", "processing"),
        ("提供给为您送货的配送企业", "提供给为您送货的配送企业和广告商", "recipients"),
        ("三十日内", "九十日内", "rights"),
        ("三年", "五年", "processing"),
    ],
)
def test_one_word_turns_the_chinese_policy(old: str, new: str, kind: str) -> None:
    assessment = judged(CHINESE, old, new)
    assert assessment.significance == "significant"
    assert kind in assessment.kinds
