"""The questions that `policytool init` asks in a terminal: few, each with what it is for."""

from __future__ import annotations

import dataclasses

import click

from policytool.cli import console
from policytool.cli.layout import many
from policytool.errors import UsageError
from policytool.release.project import Company, check

_QUESTIONS = (
    ("name", "The company's name", "It stands in the policy, on the website and in every message."),
    (
        "email",
        "Where do people reach its privacy team?",
        "Users write there, and answers to your messages arrive there.",
    ),
    (
        "url",
        "Where will the policy website be published? (Enter: not known yet)",
        "Messages link to it, so none can be sent without it. You can set it later, as site.url in policytool.toml.",
    ),
)


def ask(company: Company, given: set[str]) -> Company:
    """`company` with the answers of the person at the terminal; what was `given` already is not asked."""
    asked = [question for question in _QUESTIONS if question[0] not in given]
    if asked:
        console.tell(
            f"{many(len(asked), 'question')}, to fill in the files. Enter takes what stands in brackets.", "bold"
        )
    for field, question, why in asked:
        console.tell(f"\n{why}", "dim")
        company = _answered(company, field, question)
    console.tell("")
    return company


def _answered(company: Company, field: str, question: str) -> Company:
    """Asked until the answer can stand in the files."""
    while True:
        offered = getattr(company, field)
        value = click.prompt(question, default=offered, show_default=bool(offered), err=True).strip()
        answered = dataclasses.replace(company, **{field: value})
        try:
            check(answered)
        except UsageError as problem:
            console.tell(f"{problem.message}. {problem.todo}", "yellow")
        else:
            return answered
