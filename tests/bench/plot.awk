# SPDX-License-Identifier: Apache-2.0
#
# plot: goals and results as bars in SVG, a group for each figure, on a scale of
# its own; a mark shows how far qvm may go.
#
#   awk -f judge.awk -f plot.awk goals results
#
# Must need nothing but what stands in the two files.

function text(x, y, kind, words) {
	gsub(/&/, "\\&amp;", words)
	gsub(/</, "\\&lt;", words)
	printf "<text x=\"%g\" y=\"%g\" class=\"%s\">%s</text>\n", x, y, kind, words
}

function largest(figure,   i, most) {
	most = rule[figure] == "none" ? 0 : allowed_value(figure)
	for (i = 1; i <= subjects; i++)
		if ((figure, subject[i]) in value && value[figure, subject[i]] > most)
			most = value[figure, subject[i]]
	return most
}

function bar(figure, who, y, scale,   width) {
	width = value[figure, who] * scale
	printf "<rect x=\"%d\" y=\"%g\" width=\"%.1f\" height=\"%d\" class=\"%s\"/>\n",
		left, y, width, thick, who
	text(left + width + 6, y + thick - 2, "value",
		title[who] " " shown(figure, value[figure, who]))
}

function group(figure, y,   i, top, scale) {
	top = y
	scale = room / largest(figure)
	text(left, y + 12, "name", what[figure] ", " unit[figure])
	y += 19
	for (i = 1; i <= subjects; i++)
		if ((figure, subject[i]) in value) {
			bar(figure, subject[i], y, scale)
			y += thick + 3
		}
	if (rule[figure] != "none")
		printf "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%g\" y2=\"%g\"/>\n",
			left + allowed_value(figure) * scale,
			left + allowed_value(figure) * scale, top + 16, y
	return y + 12
}

function height(   i, j, y) {
	y = 44
	for (i = 1; i <= figures; i++) {
		y += 31
		for (j = 1; j <= subjects; j++)
			if ((name[i], subject[j]) in value)
				y += thick + 3
	}
	return y
}

END {
	subjects = split("floor qvm qemu", subject)
	title["floor"] = "floor"
	title["qvm"] = "qvm"
	title["qemu"] = "QEMU microvm"
	left = 20
	room = 520
	thick = 13
	printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"720\" height=\"%d\">\n", height()
	print "<style>text{font:12px sans-serif;fill:#222}.name{font-weight:bold}" \
		".floor{fill:#b0b0b0}.qvm{fill:#2a6fb0}.qemu{fill:#d98a3d}" \
		"line{stroke:#c00;stroke-width:2}</style>"
	print "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>"
	text(left, 24, "value", "Less is better. The red mark: how far qvm may go.")
	y = 40
	for (i = 1; i <= figures; i++)
		y = group(name[i], y)
	print "</svg>"
}
