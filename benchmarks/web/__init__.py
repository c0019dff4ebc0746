"""How quickly the web application answers."""
