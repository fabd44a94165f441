"""What waiting can be traded for: every plan that no other beats in both aims."""
