"""Edits: pure functions from a plan to an edit of its text. Knows spans and meanings; knows no file and no clock.

What tools call: ``steps`` ``grow`` ``revise`` (steps), ``journal`` ``blockers`` ``questions`` ``risks`` ``criteria``
``progress_log`` ``retract`` (records), ``sections`` ``revise_plan`` ``finish`` ``fixing`` ``create`` (the plan itself).
What every edit is made of and held to: ``change``, ``verify``. All others write one thing for these.
"""
