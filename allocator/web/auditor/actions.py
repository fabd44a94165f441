"""What the log calls a use and its ground, in words."""

from __future__ import annotations

from allocator.rounds.use import ACCESS, ACCOUNT, ERASURE, KEEPING, SHELTER, TASK
from allocator.texts import Texts

# Every action that the program notes; a test looks whether none is missing.
ACTIONS = (
    "accept", "account_add", "account_change", "account_close", "account_list", "account_open",
    "account_password", "account_reset_second_factor", "agree_move", "announce", "ask",
    "audit_export", "audit_verify", "backup", "bring_back", "browse_homes", "browse_households",
    "close", "compare", "compare_scenarios", "compare_with_edits", "comparison_file", "dashboard",
    "draft_report", "draft_workbook", "drop_keys", "edit", "end_solve", "erase", "expire",
    "export", "fairness", "figures", "household_agrees", "household_declines", "import", "lock",
    "log_in", "log_in_failed", "log_out", "look_at_home", "look_at_household", "look_at_imports",
    "look_at_settings", "look_to_edit", "moved", "object_to_move", "offer", "open", "override",
    "password_change", "propose", "purge", "read", "read_agreement", "read_cards", "read_ended",
    "read_homes", "read_log", "recovery_codes", "refuse", "reject", "reopen", "replay", "resolve",
    "revoke", "rotate", "scenario_add", "scenario_remove", "scenarios", "second_factor_set",
    "send", "settings_edit", "show", "show_comparison", "show_draft", "show_move", "show_moves",
    "show_proposal", "show_solve", "sign", "subject", "timeline", "undo_signing", "unlock",
    "wijken", "withdraw_home", "withdraw_household",
)  # fmt: skip
GROUNDS = (TASK, SHELTER, ACCESS, ERASURE, ACCOUNT, KEEPING)


def action_in_words(action: str, t: Texts) -> str:
    """Return what was done; its own name where a newer version of the program noted it."""
    return t(f"pages.log.action.{action}") if action in ACTIONS else action


def ground_in_words(ground: str, t: Texts) -> str:
    """Return on which ground, likewise."""
    return t(f"pages.log.ground.{ground}") if ground in GROUNDS else ground
