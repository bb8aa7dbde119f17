# Days: ISO 8601 dates and times, compared by their date.
package tipstaff.lib.times

import rego.v1

# The date that a text starts with, as a number of days since 1970. Undefined when it starts with none.
day(text) := time.parse_rfc3339_ns(sprintf("%sT00:00:00Z", [date])) / 86400000000000 if {
	date := substring(text, 0, 10)
	_exists(date)
}

# Dates are checked first, because engines differ on what they do with 30 February.
_exists(date) if regex.match(`^20[0-9]{2}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])$`, date)

_exists(date) if regex.match(`^20[0-9]{2}-(0[469]|11)-(0[1-9]|[12][0-9]|30)$`, date)

_exists(date) if regex.match(`^20[0-9]{2}-02-(0[1-9]|1[0-9]|2[0-8])$`, date)

_exists(date) if regex.match(`^20([02468][048]|[13579][26])-02-29$`, date)

# Whole days since a date or time.
age(text) := day(input.now) - day(text)

# What a claim such as `https://wiki/report@2026-11-23` says, and the day that it gives.
# Undefined for a text that does not end in `@` and a date.
claim(text) := {"text": concat("@", array.slice(parts, 0, last)), "date": parts[last]} if {
	parts := split(text, "@")
	last := count(parts) - 1
	last > 0
	_exists(parts[last])
}
