"""When the work can be done: tasks, people and calendars in, dates out. Knows plans; knows no file and no clock."""
