#!/bin/sh
# Draws docs/pictures/opinion.png: the first page of the review opinion sheet of examples/poor.txt, as LibreOffice
# prints it. Needs soffice and pdftoppm.
set -eu
cd "$(dirname "$0")/../../examples"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-1772323200}"
"${PYTHON:-python}" -m lint_pbt poor.txt --no-config --quiet --output xlsx="$folder/opinion.xlsx" > "$folder/told" || test $? -eq 1
soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to pdf --outdir "$folder" \
    "$folder/opinion.xlsx" > "$folder/told" 2>&1
pdftoppm -singlefile -r 110 -f 1 -l 1 -x 27 -y 55 -W 1233 -H 780 -png "$folder/opinion.pdf" "$folder/opinion"
cp "$folder/opinion.png" ../docs/pictures/opinion.png
