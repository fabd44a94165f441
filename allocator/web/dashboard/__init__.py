"""The dashboard: figures with their definition, each as a chart and as a table."""
