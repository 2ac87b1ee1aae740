"""Reading a plan's terms: its dates, people, waits, scope and cuts, from front matter, sections and prose."""
