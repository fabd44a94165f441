"""The files of a relocation plan: tables, summary, page and workbook."""
