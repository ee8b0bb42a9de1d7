#!/usr/bin/env bash
# What an author writes, attaches or names runs nowhere: in Chromium, under nginx, Apache, and with every policy off.
# limit: 900 s
exec node tests/browser/hostile/hostile.mjs "$PRONGSAI"
