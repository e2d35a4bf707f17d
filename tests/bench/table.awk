# SPDX-License-Identifier: Apache-2.0
#
# table: goals and results as one table in Markdown.
#
#   awk -f judge.awk -f table.awk goals results
#
# Must never judge by itself: judge.awk does, for the gate and the plot too.

function cell(figure, subject) {
	return (figure, subject) in value ? shown(figure, value[figure, subject]) : "–"
}

END {
	print "| figure | floor | qvm | QEMU microvm | what counts | goal | met |"
	print "|---|--:|--:|--:|--:|--:|---|"
	for (i = 1; i <= figures; i++) {
		figure = name[i]
		printf "| %s, %s | %s | %s | %s | %s | %s | %s |\n", what[figure],
			unit[figure], cell(figure, "floor"), cell(figure, "qvm"),
			cell(figure, "qemu"), counts(figure), goal(figure), met(figure)
	}
}
