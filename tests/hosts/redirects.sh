#!/usr/bin/env bash
# Old addresses on real servers: builds a site whose agency has moved, serves it with Apache and nginx on this machine
# with configurations of their own in a temporary folder, and asks for every published address. The rules of Netlify and
# Cloudflare are put to those hosts' own published code (rules.mjs).
#
#   tests/hosts/redirects.sh [path to prongsai]
#
# A server that is not installed is skipped, and said to be.
set -euo pipefail
cd "$(dirname "$0")/../.."
prongsai=$(realpath "${1:-target/debug/prongsai}")
work=$(mktemp -d)
passed=0 failed=0 skipped=0
apache_pid='' nginx_pid=''
stop() {
    if [ -n "$apache_pid" ]; then kill "$apache_pid" 2>/dev/null || true; fi
    if [ -n "$nginx_pid" ]; then kill "$nginx_pid" 2>/dev/null || true; fi
    sleep 0.3
    rm -rf "$work"
}
trap stop EXIT

# First publishing: the agency stands in นากอก-เก่า.
old="$work/content/นากอก-เก่า"
mkdir -p "$old/2564"
printf -- '---\nkind: portal\nbase_url: http://127.0.0.1/\n---\n' > "$work/content/portal.md"
printf -- '---\nkind: agency\nname: องค์การบริหารส่วนตำบลนากอก\ntype: sao\n---\n' > "$old/agency.md"
printf -- '---\nkind: plan\nfiscal_years: 2564\n---\n| รหัส | โครงการ/กิจกรรม/มาตรการ |\n|---|---|\n| 1-01 | โครงการหนึ่ง |\n' \
    > "$old/2564/plan.md"
mkdir "$old/files"
echo 'แผนทั้งฉบับ' > "$old/files/plan.txt"
"$prongsai" ledger "$work/content" --date 2026-11-01 --quiet
# Then it moves; without a redirect the check must fail.
mv "$old" "$work/content/na-kok"
# A second file of the same content has an address of its own; a name that no host can store leads to where it is.
cp "$work/content/na-kok/files/plan.txt" "$work/content/na-kok/files/same.txt"
echo 'คำถาม' > "$work/content/na-kok/files/ถาม?.txt"
printf -- '---\nkind: page\ntitle: แฟ้ม\n---\n[หนึ่ง](files/plan.txt) [สอง](files/same.txt) [สาม](<files/ถาม%%3F.txt>)\n' > "$work/content/na-kok/about.md"
if "$prongsai" check "$work/content" --only L020 --date 2026-11-21 > "$work/check.txt" 2>&1; then
    echo "failed: a rename without a redirect passes the check"; failed=$((failed + 1))
else
    passed=$((passed + 1))
fi
sed -i 's|^type: sao|type: sao\nredirect_from: [/นากอก-เก่า/]|' "$work/content/na-kok/agency.md"
"$prongsai" check "$work/content" --only L0 --date 2026-11-21 > "$work/check.txt" 2>&1 && passed=$((passed + 1)) || {
    echo "failed: with a redirect the check still fails"; cat "$work/check.txt"; failed=$((failed + 1)); }
"$prongsai" build "$work/content" --out "$work/site" --date 2026-11-21 --keep-going --quiet || true
"$prongsai" verify "$work/site" > /dev/null && passed=$((passed + 1)) || { echo "failed: verify"; failed=$((failed + 1)); }

mapfile -t addresses < <(grep -v '^#' "$work/content/_ledger.tsv" | cut -f1)
addresses+=('/na-kok/files/same.txt' '/na-kok/files/ถาม?.txt')

port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# name, port, status that an old address must answer with
ask() {
    local address code final
    for address in "${addresses[@]}"; do
        local url
        url="http://127.0.0.1:$2$(python3 -c 'import sys, urllib.parse as p; print(p.quote(sys.argv[1]))' "$address")"
        code=$(curl -s -o /dev/null -w '%{http_code}' "$url")
        final=$(curl -s -L -o /dev/null -w '%{http_code} %{url_effective}' "$url")
        case "$address" in
            /นากอก-เก่า/*.txt | /na-kok/files/ถาม*)
                # At a file's address no page can stand: without rules there is nothing to ask for.
                [ "$3" = 301 ] || continue
                expected=301 ;;
            /นากอก-เก่า/*) expected=$3 ;;
            *) expected=200 ;;
        esac
        if [ "$code" = "$expected" ] && [ "${final%% *}" = 200 ]; then
            passed=$((passed + 1))
        else
            echo "failed: $1 answers $address with $code ($final)"; failed=$((failed + 1))
        fi
    done
}

await() { for _ in $(seq 50); do curl -s -o /dev/null "http://127.0.0.1:$1/" && return 0; sleep 0.1; done; return 1; }

if command -v apache2 > /dev/null; then
    cp -r "$work/site" "$work/apache-site"
    cp "$work/apache-site/redirects/htaccess.txt" "$work/apache-site/.htaccess"
    at=$(port)
    modules=/usr/lib/apache2/modules
    cat > "$work/apache.conf" <<CONF
ServerRoot "$work"
ServerName 127.0.0.1
Listen 127.0.0.1:$at
PidFile "$work/apache.pid"
ErrorLog "$work/apache.log"
LoadModule mpm_event_module $modules/mod_mpm_event.so
LoadModule authz_core_module $modules/mod_authz_core.so
LoadModule dir_module $modules/mod_dir.so
LoadModule mime_module $modules/mod_mime.so
LoadModule alias_module $modules/mod_alias.so
TypesConfig /etc/mime.types
DocumentRoot "$work/apache-site"
<Directory "$work/apache-site">
    AllowOverride FileInfo
    Require all granted
</Directory>
CONF
    chmod 755 "$work"
    apache2 -f "$work/apache.conf" -DFOREGROUND &
    apache_pid=$!
    await "$at" || { echo "failed: Apache does not start"; cat "$work/apache.log"; failed=$((failed + 1)); }
    ask Apache "$at" 301
    if "$prongsai" verify "http://127.0.0.1:$at/" > "$work/verify.txt"; then
        passed=$((passed + 1))
    else
        echo "failed: the copy that Apache serves differs"; cat "$work/verify.txt"; failed=$((failed + 1))
    fi
else
    echo "skipped: Apache is not installed"; skipped=$((skipped + 1))
fi

if command -v nginx > /dev/null; then
    chmod 755 "$work"
    for rules in yes no; do
        at=$(port)
        include=''
        [ "$rules" = yes ] && include="include $work/site/redirects/nginx.conf;"
        cat > "$work/nginx.conf" <<CONF
pid $work/nginx.pid;
error_log $work/nginx.log;
events {}
http {
    access_log off;
    include /etc/nginx/mime.types;
    client_body_temp_path $work/n1; proxy_temp_path $work/n2; fastcgi_temp_path $work/n3;
    uwsgi_temp_path $work/n4; scgi_temp_path $work/n5;
    absolute_redirect off;
    server { listen 127.0.0.1:$at; root $work/site; index index.html; $include }
}
CONF
        nginx -e "$work/nginx.log" -c "$work/nginx.conf" -g 'daemon off;' &
        nginx_pid=$!
        await "$at" || { echo "failed: nginx does not start"; cat "$work/nginx.log"; failed=$((failed + 1)); }
        # Without rules the page at the old address leads on.
        if [ "$rules" = yes ]; then
            ask nginx "$at" 301
        else
            ask "nginx without rules" "$at" 200
            if "$prongsai" verify "http://127.0.0.1:$at/" > "$work/verify.txt"; then
                passed=$((passed + 1))
            else
                echo "failed: a served copy differs"; cat "$work/verify.txt"; failed=$((failed + 1))
            fi
            echo ' ' >> "$work/site/index.html"
            if "$prongsai" verify "http://127.0.0.1:$at/" > "$work/verify.txt"; then
                echo "failed: a changed page is not noticed"; failed=$((failed + 1))
            else
                passed=$((passed + 1))
            fi
        fi
        kill "$nginx_pid"
        wait "$nginx_pid" 2>/dev/null || true
        nginx_pid=''
    done
else
    echo "skipped: nginx is not installed"; skipped=$((skipped + 1))
fi
if [ -d tests/.tools/node_modules/netlify-redirector ]; then
    if node tests/hosts/rules.mjs "$work/site" "${addresses[@]}" > "$work/rules.txt"; then :; fi
    grep -v ' passed, ' "$work/rules.txt" || true
    counts=$(grep -o '^[0-9]* passed, [0-9]* failed' "$work/rules.txt" || echo '0 passed, 1 failed')
    passed=$((passed + ${counts%% *})); counts=${counts#*, }; failed=$((failed + ${counts%% *}))
else
    echo "skipped: the rules of Netlify and Cloudflare (tests/run installs what reads them)"; skipped=$((skipped + 1))
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
