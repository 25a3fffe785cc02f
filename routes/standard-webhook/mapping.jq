# The sender already writes LadiFlow's field names; what is not one of them is left out by the transformer.
.
