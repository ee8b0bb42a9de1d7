#!/usr/bin/env bash
# Every sentence, figure and label of forty states of an authority is worked out a second time by a program of its own.
# limit: 60 s
# quick: yes
python3 tests/truth/check.py "$PRONGSAI"
