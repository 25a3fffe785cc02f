# Columns are found by their usual headings, Vietnamese or English; the README lists them. For a heading of your own add a line
# below `columns`: it goes before what the bridge finds. Headings arrive in lower case: company: .["tên hộ kinh doanh"],
{
  columns: .,
  source: ([.source, .["nguồn"], "S3"] | map(select(. != null and . != "")) | .[0])
}
