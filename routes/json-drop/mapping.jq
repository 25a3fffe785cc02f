# The file already has LadiFlow's field names; what is not one of them is left out by the transformer.
.
