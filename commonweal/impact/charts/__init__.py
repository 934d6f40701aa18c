"""Charts as plain Vega-Lite, drawn without a browser or a network."""
