#!/usr/bin/env bash
# Publishing to the real servers of every kind of host, on this machine; what is not installed is installed (Debian).
# limit: 900 s
set -u
missing=()
need() { command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ] || missing+=("${@:2}"); }
need proftpd proftpd-core proftpd-mod-crypto
need sshd openssh-server
need sftp openssh-client
need rsync rsync
need rclone rclone
need git git
need openssl openssl
need brotli brotli
if [ ${#missing[@]} != 0 ]; then
  sudo=(); [ "$(id -u)" = 0 ] || sudo=(sudo)
  "${sudo[@]}" apt-get update -qq
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" || exit 1
fi
# Debian lets only one server of FTP be installed; the other is unpacked beside the tools.
if [ ! -x tests/.tools/vsftpd/usr/sbin/vsftpd ]; then
  mkdir -p tests/.tools/vsftpd
  (cd tests/.tools && apt-get download -qq vsftpd libwrap0 && for deb in vsftpd_*.deb libwrap0_*.deb; do dpkg -x "$deb" vsftpd; done && rm -f vsftpd_*.deb libwrap0_*.deb)
fi
export LD_LIBRARY_PATH="$PWD/tests/.tools/vsftpd/usr/lib/x86_64-linux-gnu:$PWD/tests/.tools/vsftpd/lib/x86_64-linux-gnu${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
# Mozilla's HTTP Observatory. Its list of hosts that browsers know is fetched from the web; this machine is none of them.
observatory=tests/.tools/observatory
if [ ! -f $observatory/taken ]; then
  rm -rf $observatory && mkdir -p $observatory && echo '{ "private": true }' >$observatory/package.json
  npm install --silent --no-fund --no-audit --ignore-scripts --omit=optional --prefix $observatory @mdn/mdn-http-observatory@1.4.8 &&
    echo '{}' >$observatory/node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json && touch $observatory/taken || exit 1
fi
failed=0
python3 tests/hosts/publish.py "$PRONGSAI" --cuts 10 || failed=1
python3 tests/hosts/serving.py "$PRONGSAI" || failed=1
exit $failed
