"""报告库: the files that the ledger holds, uploads with their progress, versions side by side.

`uploads` takes files in and reads them in a job; `listing` asks what there is; `views` answers.
"""
