#Requires -Modules MicrosoftTeams
<#
.SYNOPSIS
    Let an app manage the online meetings of these organizers, by an application access policy of Microsoft Teams.
.DESCRIPTION
    Made by `msgraph-meetings policy`. Run Connect-MicrosoftTeams first, as a Teams administrator. Every action can be
    run again: it changes only what is not as it should be. A change can take 30 minutes until it applies.
.PARAMETER Action
    Grant creates or extends the policy and grants it. Check shows who is allowed, and changes nothing. Undo takes the
    policy back from these organizers and groups.
.PARAMETER ReplaceOtherPolicy
    With Grant: also replace another application access policy that an organizer or a group has. The apps of that other
    policy then lose the organizer. Without it, such an organizer is left alone, and the script ends with an error.
.PARAMETER RemoveApp
    With Undo: also take the app out of the policy, for every organizer who has it. An empty policy is removed.
.EXAMPLE
    ./policy.ps1 -WhatIf
.EXAMPLE
    ./policy.ps1 -Action Check
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [ValidateSet('Grant', 'Check', 'Undo')]
    [string] $Action = 'Grant',
    [switch] $ReplaceOtherPolicy,
    [switch] $RemoveApp
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

# @@from@@
$TenantId = @@tenant@@
$PolicyName = @@policy@@
$AppIds = @@apps@@
$Organizers = @@organizers@@
$Groups = @@groups@@

function Get-AccessPolicy {
    [CmdletBinding()]
    param([string] $Name)
    if (-not $Name) { return }
    # A policy's identity has the prefix "Tag:". A missing policy is nothing here, and an error with -Identity.
    Get-CsApplicationAccessPolicy |
        Where-Object { @($Name, "Tag:$Name") -contains $_.Identity } |
        Select-Object -First 1
}

function Get-PolicyNameOfUser {
    [CmdletBinding()]
    param([string] $UserId)
    $value = (Get-CsOnlineUser -Identity $UserId).ApplicationAccessPolicy
    if ($null -eq $value) { return '' }
    # Versions of the module return a text, or an object with a name.
    if ($null -ne $value.PSObject.Properties['Name']) { $value = $value.Name }
    return ([string] $value) -replace '^Tag:', ''
}

function Get-PolicyNameOfGroup {
    [CmdletBinding()]
    param([string] $GroupId)
    $found = Get-CsGroupPolicyAssignment -GroupId $GroupId -PolicyType ApplicationAccessPolicy |
        Select-Object -First 1
    if ($null -eq $found) { return '' }
    return ([string] $found.PolicyName) -replace '^Tag:', ''
}

function Test-AppAllowed {
    [CmdletBinding()]
    param([string] $Name)
    $policy = Get-AccessPolicy -Name $Name
    if ($null -eq $policy) { return $false }
    $missing = @($AppIds | Where-Object { @($policy.AppIds) -notcontains $_ })
    return $missing.Count -eq 0
}

# Each row is an organizer or a group, with the name of its present policy.
function Get-Holder {
    [CmdletBinding()]
    param()
    foreach ($id in $Organizers) {
        [pscustomobject] @{ Kind = 'Organizer'; Id = $id; Policy = Get-PolicyNameOfUser -UserId $id }
    }
    foreach ($id in $Groups) {
        [pscustomobject] @{ Kind = 'Group'; Id = $id; Policy = Get-PolicyNameOfGroup -GroupId $id }
    }
}

if ($TenantId) {
    $connected = [string] (Get-CsTenant).TenantId
    if ($connected -ne $TenantId) {
        throw "Connect-MicrosoftTeams is connected to the tenant $connected, and these organizers are in $TenantId."
    }
}

if ($Action -eq 'Check') {
    $rows = @(foreach ($holder in Get-Holder) {
        $allowed = Test-AppAllowed -Name $holder.Policy
        [pscustomobject] @{ Kind = $holder.Kind; Id = $holder.Id; Policy = $holder.Policy; Allowed = $allowed }
    })
    $rows
    $refused = @($rows | Where-Object { -not $_.Allowed })
    if ($refused.Count -gt 0) {
        throw "$($refused.Count) of $($rows.Count) do not allow the app."
    }
    return
}

if ($Action -eq 'Undo') {
    foreach ($holder in Get-Holder) {
        if ($holder.Policy -ne $PolicyName) {
            Write-Output "$($holder.Kind) $($holder.Id) does not have the policy."
        }
        elseif ($PSCmdlet.ShouldProcess("$($holder.Kind) $($holder.Id)", "Take back the policy $PolicyName")) {
            if ($holder.Kind -eq 'Group') {
                Remove-CsGroupPolicyAssignment -GroupId $holder.Id -PolicyType ApplicationAccessPolicy
            }
            else {
                Grant-CsApplicationAccessPolicy -Identity $holder.Id -PolicyName $null
            }
            Write-Output "$($holder.Kind) $($holder.Id): took the policy back."
        }
    }
    $policy = Get-AccessPolicy -Name $PolicyName
    if ($RemoveApp -and $null -ne $policy) {
        $left = @($policy.AppIds | Where-Object { $AppIds -notcontains $_ })
        if ($left.Count -eq 0) {
            if ($PSCmdlet.ShouldProcess($PolicyName, 'Remove the policy')) {
                Remove-CsApplicationAccessPolicy -Identity $PolicyName
                Write-Output "Removed the policy $PolicyName."
            }
        }
        else {
            foreach ($appId in @($AppIds | Where-Object { @($policy.AppIds) -contains $_ })) {
                if ($PSCmdlet.ShouldProcess($PolicyName, "Remove the app $appId")) {
                    Set-CsApplicationAccessPolicy -Identity $PolicyName -AppIds @{ Remove = $appId }
                    Write-Output "Removed the app $appId from the policy $PolicyName."
                }
            }
        }
    }
    return
}

$policy = Get-AccessPolicy -Name $PolicyName
if ($null -eq $policy) {
    if ($PSCmdlet.ShouldProcess($PolicyName, 'Create the policy')) {
        New-CsApplicationAccessPolicy -Identity $PolicyName -AppIds $AppIds -Description @@description@@ | Out-Null
        Write-Output "Created the policy $PolicyName."
    }
}
else {
    foreach ($appId in $AppIds) {
        if (@($policy.AppIds) -contains $appId) {
            Write-Output "The policy $PolicyName has the app $appId."
        }
        elseif ($PSCmdlet.ShouldProcess($PolicyName, "Add the app $appId")) {
            Set-CsApplicationAccessPolicy -Identity $PolicyName -AppIds @{ Add = $appId }
            Write-Output "Added the app $appId to the policy $PolicyName."
        }
    }
}

$leftAlone = 0
foreach ($holder in Get-Holder) {
    $who = "$($holder.Kind) $($holder.Id)"
    if ($holder.Policy -eq $PolicyName) {
        Write-Output "$who has the policy."
    }
    elseif (Test-AppAllowed -Name $holder.Policy) {
        Write-Output "$who has the policy $($holder.Policy), which allows the app."
    }
    elseif ($holder.Policy -and -not $ReplaceOtherPolicy) {
        $leftAlone++
        $add = "Set-CsApplicationAccessPolicy -Identity '$($holder.Policy)' -AppIds @{ Add = '<app id>' }"
        Write-Warning "$who has the policy $($holder.Policy), which lacks the app. Add the app to it: $add. Or run again with -ReplaceOtherPolicy."
    }
    elseif ($PSCmdlet.ShouldProcess($who, "Grant the policy $PolicyName")) {
        if ($holder.Kind -eq 'Group') {
            Grant-CsApplicationAccessPolicy -Group $holder.Id -PolicyName $PolicyName
        }
        else {
            Grant-CsApplicationAccessPolicy -Identity $holder.Id -PolicyName $PolicyName
        }
        Write-Output "${who}: granted the policy."
    }
}
if ($leftAlone -gt 0) {
    throw "$leftAlone left alone, because they have another policy."
}
if ($WhatIfPreference) { return }
Write-Output 'Done. A change can take 30 minutes until it applies: run this script with -Action Check then.'
