# LadiFlow's own field names, or the headings that people use; anything else is left out by the transformer.
{columns: .}
