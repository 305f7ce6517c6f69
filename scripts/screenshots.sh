#!/usr/bin/env bash
# Takes the documentation's pictures of the pages again: docs/images/page-*.png. Each shows a made-up run of the real service.
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/setup.sh"
. "$root/scripts/build.sh"
. "$root/scripts/browser.sh"

need_disk
install npm:npm
install_browser
build_everything
tests=$root/tests/ChaosService.Browser.Tests/bin/Release/net10.0/ChaosService.Browser.Tests.dll
CHAOSSERVICE_HOME=$root dotnet "$tests" -noLogo -reporter quiet -trait makes=pictures
ls -l "$root"/docs/images/page-*.png
