# Columns are found by their usual headings, Vietnamese or English, as those of csv-drop. For a heading of your own add a line:
# company: .["tên hộ kinh doanh"], in lower case; it goes before what the bridge finds.
{ columns: (del(._delivery)), source: "Google Sheets" }
