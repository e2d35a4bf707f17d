# SPDX-License-Identifier: Apache-2.0
#
# largest: makes of linux.qvmconf a file as large as the language lets it be:
# close to 10,000 nodes, most of them numbers in lists, and padding up to 1 MiB.
# Must stay legal: a refusal is found at its first rule, and costs less.

function pad(line) {
	size += length(line) + 1
	print line
}

/^cpus:/ {
	pad("cpus:")
	for (cpu = 0; cpu < 64; cpu++) {
		list = cpu
		for (i = 1; i < 120; i++)
			list = list ", " cpu + 32 * i
		pad("  - { affinity: [" list "] }")
	}
	next
}
{ pad($0) }
END {
	for (port = 4096; port < 4096 + 200 * 8; port += 8)
		pad("  - { io: " port ", size: 8, gives: ones }")
	comment = sprintf("%98s", "")
	gsub(/ /, "x", comment)
	while (size + 100 <= 1048576)
		pad("# " comment)
}
