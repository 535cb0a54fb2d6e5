# Print name and link of each meeting: pulumi stack output --json | ./links.ps1
$outputs = $input | Out-String | ConvertFrom-Json
$outputs.links.PSObject.Properties | Sort-Object Name | ForEach-Object {
    "$($_.Name): $($_.Value)"
}
