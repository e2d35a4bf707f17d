# SPDX-License-Identifier: Apache-2.0
#
# judged: "FIGURE VALUE TOLERANCE" for each figure that has a goal, to compare
# two results. Behind judge.awk.

END {
	for (i = 1; i <= figures; i++)
		if (rule[name[i]] != "none" && (name[i], "qvm") in value)
			printf "%s %.6f %s\n", name[i], judged(name[i]), tolerance[name[i]]
}
