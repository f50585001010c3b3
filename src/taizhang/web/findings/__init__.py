"""问题: what the rules found in all reports, by rule and organisation; accepted, or listed again, where they stand.

`listing` asks what there is, also for the other pages that count open findings; `views` answers.
"""
