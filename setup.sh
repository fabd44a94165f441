#!/bin/sh
# Prepare this folder: a Python environment in .venv, every package pinned and checked by hash.
#
#   sh setup.sh          what the program needs
#   sh setup.sh --dev    also what its tests need
#
# Repeat it as often as you like: it does nothing when nothing changed, and starts over when a
# run was broken off or the folder was moved.  A .venv made with --dev stays so.
set -eu
CDPATH='' cd -- "$(dirname -- "$0")"
here=$(pwd -P)

say() { printf 'setup: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
# Run a command; show what it prints only when it fails.
quietly() { printed=$("$@" 2>&1 </dev/null) || { printf '%s\n' "$printed" >&2; return 1; }; }

tools=run
case "$#:${1:-}" in
  0:) ;;
  1:--dev) tools=dev ;;
  *) echo 'usage: sh setup.sh [--dev]' >&2; exit 2 ;;
esac

# .venv/ready is written at the end of a run: its folder, its tools, and the sum of its files.
ready=.venv/ready
is_311='import sys; sys.exit(sys.version_info[:2] != (3, 11))'
usable=no
if [ "$(sed -n 1p $ready 2>/dev/null)" = "$here" ] &&
  .venv/bin/python -c "import pip; $is_311" >/dev/null 2>&1; then
  usable=yes
  if [ "$(sed -n 2p $ready)" = dev ]; then tools=dev; fi
fi

# A setting of pip that means the home folder, which a .venv cannot use.
export PIP_USER=0

# --- what the system must bring -----------------------------------------------------------------

find_python() {
  for python in python3.11 python3 python; do
    if "$python" -c "$is_311" >/dev/null 2>&1; then return 0; fi
  done
  return 1
}

missing=''
if [ $usable = no ]; then
  if ! find_python; then missing='python3.11 python3.11-venv'
  elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then missing='python3.11-venv'
  fi
fi
if [ $tools = dev ]; then
  # The tests ask git which files of a clone belong to the project, and open the report in a
  # browser; what drives the browser needs libatomic.
  [ ! -e .git ] || command -v git >/dev/null || missing="${missing:+$missing }git"
  command -v chromium >/dev/null || missing="${missing:+$missing }chromium"
  PATH="$PATH:/sbin:/usr/sbin" ldconfig -p | grep -q 'libatomic\.so\.1' ||
    missing="${missing:+$missing }libatomic1"
fi

if [ -n "$missing" ]; then
  if ! command -v apt-get >/dev/null; then
    die "this needs Python 3.11 with venv and pip, for --dev also git and chromium; missing here: $missing"
  elif [ "$(id -u)" != 0 ]; then
    die "first run: sudo apt-get update && sudo apt-get install -y $missing"
  fi
  say "installing $missing"
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086  # a list of package names
  { quietly apt-get update -qq &&
    quietly apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=120 $missing; } ||
    die "could not install $missing: this needs Python 3.11, as Debian 12 has"
  [ $usable = yes ] || find_python || die 'no Python 3.11 found, though it was installed'
fi

# --- the environment, and uv in it ----------------------------------------------------------------

if [ $usable = no ]; then
  if [ -e .venv ]; then say 'making .venv anew'; else say 'making .venv'; fi
  rm -rf .venv
  quietly "$python" -m venv .venv || die 'could not make .venv'
fi

lock=requirements.lock
if [ $tools = dev ]; then lock=requirements-dev.lock; fi
uv_pip() { verb=$1; shift; quietly .venv/bin/uv pip "$verb" --python .venv/bin/python "$@"; }
sum=$(cat setup.sh pyproject.toml $lock | cksum)

if [ "$(sed -n 3p $ready 2>/dev/null)" = "$sum" ] && [ -x .venv/bin/allocator ] &&
  uv_pip install --offline --no-deps --require-hashes -r $lock 2>/dev/null; then
  say 'nothing to do'
  exit 0
fi
rm -f $ready

uv=$(sed -n 's/^uv==\([^ ]*\).*/\1/p' $lock)
if [ "$(.venv/bin/uv --version 2>/dev/null | cut -d ' ' -f 2)" != "$uv" ]; then
  say "installing uv $uv"
  sed -n '/^uv==/,/[^\\]$/p' $lock >.venv/uv.txt
  quietly .venv/bin/python -m pip install --disable-pip-version-check \
    --no-deps --force-reinstall --require-hashes -r .venv/uv.txt || die 'could not install uv'
fi

# --- the packages -------------------------------------------------------------------------------

# uv reads none of pip's settings: pass on an own index, certificate and proxy.  And it has its
# own list of certificates: when that does not do, that of the system is tried.
settings=$(.venv/bin/python -m pip config list 2>/dev/null || true)
setting() { printf '%s\n' "$settings" | sed -n "s/^[a-z:]*\.$1='\(.*\)'\$/\1/p" | head -n 1; }
index=${UV_DEFAULT_INDEX:-$(setting index-url)}
cert=${SSL_CERT_FILE:-$(setting cert)}
proxy=${HTTPS_PROXY:-${https_proxy:-$(setting proxy)}}
if [ -n "$index" ]; then export UV_DEFAULT_INDEX="$index"; fi
if [ -n "$cert" ]; then export SSL_CERT_FILE="$cert"; fi
if [ -n "$proxy" ]; then export HTTPS_PROXY="$proxy"; fi
# Where Python may not keep compiled files itself, every start would compile them again.
if [ -n "${PYTHONDONTWRITEBYTECODE:-}" ]; then export UV_COMPILE_BYTECODE=1; fi

say "installing the packages of $lock"
uv_pip sync --require-hashes $lock 2>/dev/null ||
  UV_SYSTEM_CERTS=1 uv_pip sync --require-hashes $lock ||
  die "could not install the packages of $lock"
uv_pip install --offline --no-deps --no-build-isolation --editable . ||
  die 'could not install plaatswijs itself'

printf '%s\n%s\n%s\n' "$here" $tools "$sum" >$ready
say 'ready: .venv/bin/allocator'
