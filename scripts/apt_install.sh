#!/bin/sh
# Install Debian packages if this is Debian or Ubuntu and we may: as root, or with sudo that does not ask.
set -eu
command -v apt-get >/dev/null || exit 1
if [ "$(id -u)" = 0 ]; then as_root=""; elif sudo -n true 2>/dev/null; then as_root="sudo -n"; else exit 1; fi
echo "installing $* with apt-get" >&2
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 && exit 0
$as_root apt-get update -qq >/dev/null 2>&1 || true
$as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null
