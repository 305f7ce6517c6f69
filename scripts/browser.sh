# The browser that the page's tests drive. Sourced, after setup.sh.

install_browser() {
  install chromium:chromium fc-list:fontconfig
  # Without a font every letter is a box.
  [ -n "$(fc-list 'DejaVu Sans')" ] || install_packages fonts-dejavu-core
}
