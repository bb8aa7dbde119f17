package tipstaff.lib.times_test

import data.tipstaff.lib.times

import future.keywords.not
import rego.v1

test_counts_days_since_1970 if {
	times.day("2026-11-23") == 20780
	times.day("2026-11-23T23:59:59Z") == 20780
	times.day("2026-11-23T23:59:59.123Z") == 20780
}

test_knows_the_days_of_every_month if {
	times.day("2024-02-29") == times.day("2024-03-01") - 1
	times.day("2026-02-28") == times.day("2026-03-01") - 1
	times.day("2026-04-30") == times.day("2026-05-01") - 1
	times.day("2026-12-31") == times.day("2027-01-01") - 1
}

test_refuses_days_that_do_not_exist if {
	not times.day("2026-02-29")
	not times.day("2026-02-30")
	not times.day("2026-04-31")
	not times.day("2026-13-01")
	not times.day("2026-00-10")
	not times.day("2026-1-1")
	not times.day("2026-01-00")
	not times.day("2026-01-32")
	not times.day("2026-01-1a")
	not times.day("20a6-01-01")
	not times.day("1999-01-01")
	not times.day("2026/01/01")
	not times.day("yesterday")
	not times.day("")
}

test_tells_the_age_in_days if {
	times.age("2026-11-20") == 3 with input.now as "2026-11-23T12:00:00Z"
	times.age("2026-11-24T00:00:00Z") == -1 with input.now as "2026-11-23T12:00:00Z"
	not times.age("2026-11-20") with input as {}
}

test_takes_a_claim_apart if {
	times.claim("https://wiki/report@2026-11-20") == {"text": "https://wiki/report", "date": "2026-11-20"}
	times.claim("me@example.org@2026-11-20") == {"text": "me@example.org", "date": "2026-11-20"}
}

test_refuses_a_claim_without_a_day if {
	not times.claim("https://wiki/report")
	not times.claim("me@example.org")
	not times.claim("https://wiki/report@2026-11-20T10:00:00Z")
	not times.claim("2026-11-20")
	not times.claim("")
}
