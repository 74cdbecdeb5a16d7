"""The files that a report is made of, in a rehearsal's folder."""

REPORT, MARKDOWN, JSON, CARD = "report.html", "report.md", "critique.json", "card.html"
