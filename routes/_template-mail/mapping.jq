# The labels of a mail's lines and the headings of an attachment, in lower case, are found as columns are by their headings; for one of your
# own add a line: company: .["tên hộ kinh doanh"]. ._mail has subject, from, from_name, reply_to, reply_to_name, to of a mail; where a form
# puts the customer's address into Reply-To, write email: ._mail.reply_to. Out-of-office replies and bounces are nobody's.
select(._mail.automatic | not)
| { columns: del(._mail), source: "E-mail" }
