# SPDX-License-Identifier: Apache-2.0
#
# judge: reads goals and results, and says what a figure comes to. For table.awk,
# plot.awk and gate.awk, which print. Rules are described in goals.

/^#/ || NF == 0 { next }

FILENAME ~ /goals$/ {
	name[++figures] = $1
	per[$1] = $2
	unit[$1] = $3
	rule[$1] = $4
	limit[$1] = $5
	tolerance[$1] = $6
	what[$1] = $7
	for (i = 8; i <= NF; i++)
		what[$1] = what[$1] " " $i
	next
}

{ value[$1, $2] = $3 }

# A value in units of the table: three significant digits, or all before the point.
function shown(figure, v) {
	v /= per[figure]
	return sprintf(v >= 100 || v == int(v) ? "%.0f" : v >= 10 ? "%.1f" : "%.3f", v)
}

# What the rule looks at, in units of the figure; a plain number for a share.
function judged(figure) {
	if (rule[figure] == "over")
		return value[figure, "qvm"] - value[figure, "floor"]
	if (rule[figure] == "share")
		return (value[figure, "qvm"] - value["prefault", "floor"]) / value[figure, "qemu"]
	return value[figure, "qvm"]
}

function allowed(figure) {
	return rule[figure] == "share" ? limit[figure] : limit[figure] * per[figure]
}

# The same as a value of qvm, for a mark on its scale.
function allowed_value(figure) {
	if (rule[figure] == "over")
		return value[figure, "floor"] + allowed(figure)
	if (rule[figure] == "share")
		return value[figure, "qemu"] * limit[figure] + value["prefault", "floor"]
	return allowed(figure)
}

function counts(figure) {
	if (rule[figure] == "none" || !((figure, "qvm") in value))
		return "–"
	if (rule[figure] == "share")
		return sprintf("%.3f", judged(figure))
	return (rule[figure] == "over" ? "+" : "") shown(figure, judged(figure))
}

function goal(figure) {
	if (rule[figure] == "none")
		return "–"
	return (rule[figure] == "over" ? "+" : "") limit[figure]
}

function met(figure) {
	if (rule[figure] == "none")
		return "–"
	if (!((figure, "qvm") in value))
		return "not taken"
	return judged(figure) <= allowed(figure) ? "yes" : "**no**"
}
