"""Plans' findings as the documents that build services read. One module per format: data in, text out."""
