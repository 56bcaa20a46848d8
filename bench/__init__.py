"""Speed, measured on the machine at hand: `python -m bench` runs everything."""
