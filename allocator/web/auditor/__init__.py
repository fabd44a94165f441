"""The pages of auditors: the log, and how people fared."""
