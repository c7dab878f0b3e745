"""Papers: what a document is made of, and how it is drawn as text, Markdown, HTML, CSV or PDF. They know no vault."""
