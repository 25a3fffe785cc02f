# What apps-script.gs sends: {id, email, answers: [{id, title, answer}]}. A question is found by its title, as columns are by their
# headings, however it is written. For a title of your own add a line, with the title as it stands or the question's id:
# company: $answers["Tên hộ kinh doanh"],
def text: if type == "array" then (flatten | map(select(. != null) | tostring) | join(", ")) else . end;
def put($key; $value): if $value == null or $value == "" or .[$key] != null then . else .[$key] = $value end;

(.data // .)
| .email as $respondent
| (reduce .answers[]? as $question ({}; ($question.answer | text) as $answer
     | put($question.title // ""; $answer)
     | put($question.id // "" | tostring; $answer))
   | put("Respondent email"; $respondent)) as $answers
| {
  columns: $answers,
  source: "Google Forms"
}
