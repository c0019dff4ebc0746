"""The verdict as JSON, terminal report, HTML and XLSX, in two languages."""
