"""What is measured, of ourselves and of others. Nothing here is part of the product."""
