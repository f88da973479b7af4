#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A published page in headless Chromium, at desktop and at phone width, in light
# and in dark, on paper and in grey. Driven by chromedriver, which alone gives
# a window as narrow as a phone's. SHOTS=DIR keeps pictures of it. TAP.
#
# check() calls the functions by name:
# shellcheck disable=SC2317
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

tests=30
driver='' session='' url=''
reference=$top/results/reference/6.1

browser__end()
{
	[ -z "$session" ] || curl -s -X DELETE "$url/session/$session" >/dev/null
	[ -z "$driver" ] || kill "$driver" 2>/dev/null
	lib__clean_up
}

# call METHOD PATH [JSON]: the answer's JSON.
call()
{
	curl -s -m 600 -X "$1" -H 'Content-Type: application/json' ${3:+-d "$3"} \
		"$url/session/$session$2"
}

driver_port()
{
	sed -n 's/.*started successfully on port \([0-9]*\).*/\1/p' "$tmp/driver.log"
}

driver_is_up_or_gone()
{
	[ -n "$(driver_port)" ] || ! kill -0 "$driver"
}

start_driver()
{
	local port

	chromedriver --port=0 >"$tmp/driver.log" 2>&1 &
	driver=$!
	wait_for driver_is_up_or_gone
	port=$(driver_port)
	url=http://127.0.0.1:$port
	[ -n "$port" ]
}

# new_session WIDTH HEIGHT MOBILE: of one width each, for a phone is no small
# desktop: it has a viewport of its own. Root gets no sandbox, and a browser that
# looks for updates would wait for a network.
new_session()
{
	local args='"--headless","--no-sandbox","--disable-gpu","--disable-dev-shm-usage"'
	local quiet='"--no-first-run","--disable-sync","--disable-quic","--disable-component-update","--disable-background-networking"'
	local phone=

	[ -z "$session" ] || call DELETE "" >/dev/null
	session=
	[ "$3" = false ] || phone=",\"mobileEmulation\":{\"deviceMetrics\":{\"width\":$1,\"height\":$2,\"pixelRatio\":2,\"touch\":true}}"
	session=$(curl -s -m 600 -H 'Content-Type: application/json' -d "{\"capabilities\":{\"alwaysMatch\":{
		\"goog:chromeOptions\":{\"args\":[$args,$quiet,\"--window-size=$1,$2\",\"--user-data-dir=$tmp/profile-$1\"]$phone}}}}" \
		"$url/session" | sed -n 's/.*"sessionId":"\([0-9a-f]*\)".*/\1/p')
	[ -n "$session" ]
}

open_page()
{
	call POST /url "{\"url\":\"file://$1\"}" | grep -q '"value":null'
}

# js EXPRESSION, without double quotes: its value as JSON.
js()
{
	call POST /execute/sync "{\"script\":\"return $1\",\"args\":[]}" |
		sed 's/^{"value"://; s/}$//'
}

# is EXPRESSION VALUE
is()
{
	local got

	got=$(js "$1")
	[ "$got" = "$2" ] || { echo "$1: $got, not $2"; return 1; }
}

cdp()
{
	call POST /goog/cdp/execute "{\"cmd\":\"$1\",\"params\":$2}" | grep -q '"value"'
}

scheme()
{
	cdp Emulation.setEmulatedMedia "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"$1\"}]}"
}

# shot NAME: the whole page, only where someone wants to look.
shot()
{
	[ -n "${SHOTS:-}" ] || return 0
	mkdir -p "$SHOTS"
	call POST /goog/cdp/execute '{"cmd":"Page.captureScreenshot","params":{"captureBeyondViewport":true}}' |
		sed 's/.*"data":"\([^"]*\)".*/\1/' | base64 -d >"$SHOTS/$1.png"
}

# Nothing reaches beyond the window's right edge but what lies in a box that
# scrolls by itself.
nothing_juts_out()
{
	is "innerWidth" "$1" &&
	is "document.documentElement.scrollWidth <= innerWidth" true &&
	is "[...document.querySelectorAll('body *')].filter(e => !e.closest('.wide, pre') && e.getBoundingClientRect().right > innerWidth + 0.5).map(e => e.tagName).join()" '""' &&
	is "[...document.querySelectorAll('.wide, pre')].filter(e => e.getBoundingClientRect().right > innerWidth + 0.5).length" 0
}

# Boxes that scroll can be reached by the keyboard.
boxes_scroll()
{
	is "[...document.querySelectorAll('.wide, pre')].filter(e => e.scrollWidth > e.clientWidth && (getComputedStyle(e).overflowX != 'auto' || e.tabIndex != 0)).length" 0
}

# pixels of the smallest text in a plot
plot_text_is_legible()
{
	is "[...document.querySelectorAll('svg text')].filter(e => e.getBoundingClientRect().height < 11).length" 0 &&
	is "document.querySelectorAll('svg text').length > 20" true
}

luminance="const lum = c => { const v = c.match(/[0-9.]+/g).slice(0, 3).map(x => x / 255).map(x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4); return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2] }; const ratio = (a, b) => { const [x, y] = [lum(a), lum(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05) }; const bg = getComputedStyle(document.body).backgroundColor"

# WCAG 2: 4.5 for text, 3 for graphics.
contrast_suffices()
{
	is "(() => { $luminance; return [...document.querySelectorAll('h1, p, td, th, a, li, figcaption, caption')].filter(e => !e.closest('.verdict') && ratio(getComputedStyle(e).color, bg) < 4.5).map(e => e.outerHTML.slice(0, 60)).join() })()" '""' &&
	is "(() => { $luminance; return [...document.querySelectorAll('path.base, path.head')].filter(e => ratio(getComputedStyle(e).stroke, bg) < 3).length })()" 0
}

# In grey the two sides are two greys, and differ in dash and marker besides.
sides_differ_in_grey()
{
	is "(() => { $luminance; const s = n => getComputedStyle(document.querySelector(n)).stroke; return ratio(s('path.base'), s('path.head')) >= 1.5 })()" true &&
	is "getComputedStyle(document.querySelector('path.head')).strokeDasharray != getComputedStyle(document.querySelector('path.base')).strokeDasharray" true
}

# Neither a script nor a request, but for the page itself.
needs_nothing_else()
{
	is "performance.getEntriesByType('resource').length" 0 &&
	is "document.scripts.length + document.querySelectorAll('link, img, iframe, object, embed, style:not(head style)').length" 0
}

is_semantic()
{
	is "document.documentElement.lang" '"en"' &&
	is "document.querySelectorAll('h1').length" 1 &&
	is "document.querySelectorAll('header, main, footer, nav').length" 4 &&
	is "[...document.querySelectorAll('h1, h2, h3')].some((h, i, all) => i && h.tagName[1] - all[i - 1].tagName[1] > 1)" false &&
	is "document.querySelectorAll('th:not([scope])').length" 0 &&
	is "[...document.querySelectorAll('table')].filter(t => !t.caption && !t.parentNode.ariaLabel).length" 0 &&
	is "[...document.querySelectorAll('svg')].filter(s => s.getAttribute('role') != 'img' || s.getAttribute('aria-labelledby').split(' ').some(i => !document.getElementById(i).textContent)).length" 0 &&
	is "(ids => ids.length - new Set(ids).size)([...document.querySelectorAll('[id]')].map(e => e.id))" 0 &&
	is "[...document.querySelectorAll('nav a')].filter(a => !document.querySelector(a.getAttribute('href'))).length" 0
}

# On paper: every table at its full width, no more than a few pages.
prints()
{
	call POST /print '{"page":{"width":21,"height":29.7},"background":false}' |
		sed 's/^{"value":"\([^"]*\)".*/\1/' | base64 -d >"$tmp/page.pdf" &&
	head -c 5 "$tmp/page.pdf" | grep -q '%PDF-' || return 1
	[ -z "${SHOTS:-}" ] || cp "$tmp/page.pdf" "$SHOTS/$1.pdf"
	cdp Emulation.setEmulatedMedia '{"media":"print"}' &&
	is "[...document.querySelectorAll('.wide')].filter(e => getComputedStyle(e).overflowX != 'visible').length" 0 &&
	is "getComputedStyle(document.querySelector('nav')).display" '"none"' &&
	cdp Emulation.setEmulatedMedia '{"media":"screen"}'
}

grey_shot()
{
	[ -n "${SHOTS:-}" ] || return 0
	cdp Emulation.setEmulatedVisionDeficiency '{"type":"achromatopsia"}'
	shot "$1"
	cdp Emulation.setEmulatedVisionDeficiency '{"type":"none"}'
}

# looks NAME PAGE WIDTH: what must hold at every width.
looks()
{
	check "$1, $3 px: opens" open_page "$2"
	scheme light
	check "$1, $3 px: nothing juts out" nothing_juts_out "$3"
	check "$1, $3 px: what is wider scrolls in its box" boxes_scroll
	check "$1, $3 px: text in plots is legible" plot_text_is_legible
	shot "$1-$3-light"
	scheme dark
	check "$1, $3 px: contrast suffices in the dark" contrast_suffices
	check "$1, $3 px: the sides differ in grey in the dark" sides_differ_in_grey
	shot "$1-$3-dark"
	scheme light
}

# A page that is too wide must be found: else the check finds nothing.
finds_what_juts_out()
{
	sed 's|<main>|<main><p style="width:600px">wide</p>|' "$1" >"$tmp/wide.html"
	open_page "$tmp/wide.html" && ! nothing_juts_out 375
}

publish()
{
	make -s publish BASE="$(echo "$reference/$2"/emulated/*.txt)" \
		HEAD="$(echo "$reference/$3"/emulated/*.txt)" OUT="$tmp/$1"
}

main()
{
	local program

	echo 1..$tests
	for program in chromium chromedriver curl gnuplot; do
		command -v "$program" >/dev/null ||
			skip_all $tests "no $program here: make deps-test"
	done
	# chromedriver and Chromium find each other by that name.
	getent hosts localhost >/dev/null ||
		skip_all $tests "localhost has no address here, as in a bare chroot: write it into /etc/hosts"
	trap browser__end EXIT
	check "pages to look at" publish improved unpatched patched
	publish regressed patched array >/dev/null 2>&1
	check "chromedriver starts" start_driver
	check "a phone's window" new_session 375 812 true
	looks improved "$tmp/improved/index.html" 375
	looks regressed "$tmp/regressed/index.html" 375
	check "a page that is too wide is found" finds_what_juts_out "$tmp/improved/index.html"
	check "a desktop's window" new_session 1280 900 false
	looks improved "$tmp/improved/index.html" 1280
	check "needs nothing else" needs_nothing_else
	check "headings, tables and plots say what they are" is_semantic
	check "contrast suffices in the light" contrast_suffices
	check "the sides differ in grey" sides_differ_in_grey
	grey_shot improved-1280-grey
	check "prints" prints improved
	open_page "$tmp/regressed/index.html"
	shot regressed-1280-light
	check "prints a regression" prints regressed
	check "headings, tables and plots say what they are, too" is_semantic
	exit $failed
}
main
