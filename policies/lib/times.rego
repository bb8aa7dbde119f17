# Days: ISO 8601 dates and times, compared by their date.
package tipstaff.lib.times

import rego.v1

# The date that a text starts with, as a number of days since 1970. Undefined when it starts with none.
day(text) := time.parse_rfc3339_ns(sprintf("%sT00:00:00Z", [date])) / 86400000000000 if {
	date := substring(text, 0, 10)
	_exists(date)
}

# Dates are checked first, because engines differ on what they do with 30 February.
_exists(date) if {
	regex.match(`^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`, date)
	parts := split(date, "-")
	parts[2] <= _last_day(parts[0], parts[1])
}

_last_day(_, month) := "30" if {
	month in {"04", "06", "09", "11"}
} else := "31" if {
	month != "02"
}

_last_day(year, "02") := "29" if {
	to_number(year) % 4 == 0
} else := "28"

_today := day(input.now)

# Whole days since a date or time.
age(text) := _today - day(text)

# What a claim such as `https://wiki/report@2026-11-23` says, and the day that it gives.
# Undefined for a text that does not end in `@` and a date.
claim(text) := {"text": concat("@", array.slice(parts, 0, last)), "date": parts[last]} if {
	parts := split(text, "@")
	last := count(parts) - 1
	last > 0
	_exists(parts[last])
}
