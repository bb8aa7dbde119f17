"""Read notebooks that are given as lists of cells."""

from __future__ import annotations

import json

import pytest

from tests.frontends.python_code.conftest import Read, read  # noqa: F401, TC001 - a fixture


@pytest.fixture
def notebook(read):  # noqa: F811 - the fixture
    def read_cells(*cells: str, indent: int | None = 1, ascii_only: bool = True, **more) -> Read:
        whole = {
            "cells": [
                {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [], "source": lines(cell)}
                for cell in cells
            ],
            "metadata": {"kernelspec": {"language": "python"}},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        return read(json.dumps(whole | more, indent=indent, ensure_ascii=ascii_only), "train.ipynb")

    return read_cells


def lines(cell: str) -> list[str]:
    return cell.splitlines(keepends=True)
