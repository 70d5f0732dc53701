"""Intelligence: what people tell us about others, graded 3x5x2 and handed to the intelligence bureaus.

Owns each report with its grades, and apart from it who the source is; a report is handed on only after somebody has
looked that its text does not name the source. Announces ReportChanged. It knows no incident, and nothing of a source
stands in a log, in an event, in the audit trail's facts or in what a bureau gets.
"""
