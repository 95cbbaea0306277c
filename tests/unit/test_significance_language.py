"""English and Chinese are judged; every other language is left to a person, however short the text."""

from __future__ import annotations

import pytest

from policytool.redline.compare import compare
from policytool.significance.assess import assess
from policytool.significance.language import judged
from policytool.text.parse import parse

FOREIGN = {
    "de": (
        "Wir verarbeiten Ihre personenbezogenen Daten, um Ihre Bestellung auszuführen und Sie über den Stand "
        "der Lieferung zu informieren. Die Daten werden gelöscht, sobald sie für diese Zwecke nicht mehr "
        "erforderlich sind. Sie haben das Recht auf Auskunft."
    ),
    "fr": (
        "Nous traitons vos données personnelles afin de préparer votre commande et de vous informer de sa "
        "livraison. Les données sont supprimées dès qu'elles ne sont plus nécessaires. Vous avez le droit "
        "d'accéder à vos données et de les faire rectifier."
    ),
    "nl": (
        "Wij verwerken uw persoonsgegevens om uw bestelling te kunnen leveren of om u te informeren. In dit "
        "beleid is te lezen welke gegevens we bewaren, hoe lang we dat doen en of we ze delen met anderen. Is"
        " er iets onduidelijk, neem dan contact op met ons."
    ),
    "es": (
        "Tratamos sus datos personales para preparar su pedido e informarle sobre el envío. Los datos se "
        "eliminan cuando ya no son necesarios. Usted tiene derecho a acceder a sus datos y a pedir su "
        "rectificación en cualquier momento."
    ),
    "it": (
        "Trattiamo i suoi dati personali per preparare il suo ordine e per informarla sulla consegna. I dati "
        "sono cancellati quando non servono più. Lei ha il diritto di accedere ai suoi dati e di chiederne la"
        " rettifica in ogni momento."
    ),
    "pt": (
        "Tratamos os seus dados pessoais para preparar a sua encomenda e para o informar sobre a entrega. Os "
        "dados são apagados quando deixam de ser necessários. Tem o direito de aceder aos seus dados e de "
        "pedir a sua correção."
    ),
    "da": (
        "Vi behandler dine personoplysninger for at levere din ordre og for at fortælle dig om leveringen. "
        "Oplysningerne slettes, når de ikke længere er nødvendige. Du har ret til at få indsigt i dine "
        "oplysninger og til at få dem rettet."
    ),
    "af": (
        "Ons verwerk jou persoonlike inligting om jou bestelling te lewer of om jou in te lig. In hierdie "
        "beleid is dit duidelik watter inligting ons bewaar en of ons dit deel. Jy is geregtig om te vra of "
        "die inligting korrek is."
    ),
    "pl": (
        "Przetwarzamy Twoje dane osobowe, aby zrealizować zamówienie i poinformować Cię o dostawie. Dane są "
        "usuwane, gdy nie są już potrzebne. Masz prawo dostępu do swoich danych oraz prawo do ich "
        "sprostowania."
    ),
    "ja": (
        "当社は、お客様のご注文を配送するために、お名前、ご住所、電話番号などの個人情報を取得し、利用します。"
        "取得した個人情報は、利用目的の達成に必要な範囲を超えて取り扱うことはありません。お客様は、ご自身の個"
        "人情報の開示、訂正、削除を求めることができます。"
    ),
    "ko": "당사는 고객님의 주문을 배송하기 위하여 성명, 주소, 전화번호 등의 개인정보를 수집하고 이용합니다.",
    "ru": (
        "Мы обрабатываем ваши персональные данные, чтобы доставить заказ и сообщить вам о доставке. Данные "
        "удаляются, когда они больше не нужны. Вы вправе получить доступ к своим данным."
    ),
    "ar": (
        "نعالج بياناتك الشخصية من أجل تسليم طلبك وإبلاغك بحالة التسليم. تحذف البيانات عندما لا تعود لازمة. "
        "يحق لك الوصول إلى بياناتك وتصحيحها في أي وقت."
    ),
    "short de": "Wir verkaufen Ihre Daten nicht.",
    "short ja": "個人情報を販売しません。",
}
OURS = (
    "We process your personal data to deliver your order and to tell you about it. The data are deleted afterwards.",
    "We sell plants.",
    "Available in: Deutsch Français 日本語 한국어 Русский. We collect your name when you order, and we share it.",
    "我们不出售个人信息。",
    "我們為了配送您的訂單而處理您的個人資料。",
)


@pytest.mark.parametrize("text", OURS)
def test_english_and_chinese_are_judged(text: str) -> None:
    assert judged(parse(f"# X\n\n{text}\n"))


@pytest.mark.parametrize("language", FOREIGN)
def test_other_languages_are_never_minor(language: str) -> None:
    text = f"# X\n\n{FOREIGN[language]}\n"
    assessment = assess(compare(parse(text), parse(text + "\n123.\n")))
    assert not assessment.judged
    assert assessment.significance == "significant"
    assert "a person has to decide" in assessment.explanation


def test_the_language_that_the_metadata_names_counts() -> None:
    text = "---\npolicy: notice\ntitle: Notice\nlanguage: {}\n---\n\n# Notice\n\nWe sell plants.\n"
    assert judged(parse(text.format("en-GB")))
    assert not judged(parse(text.format("de")))


def test_a_text_without_structure_or_words_is_judged_like_any_other() -> None:
    plain = "We collect your name. We do not sell it."
    assert assess(compare(parse(plain), parse(plain.replace("do not sell", "sell")))).significance == "significant"
    assert assess(compare(parse("# 1\n\n---\n"), parse("# 1\n\n---\n"))).significance == "minor"
