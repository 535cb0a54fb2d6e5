@echo off
rem Starts the provider with a Python of this machine: MSGRAPH_MEETINGS_PYTHON, else the first on PATH that fits.
rem Nobody has run this file on Windows yet.
setlocal
set "here=%~dp0"
if defined MSGRAPH_MEETINGS_PYTHON call :fits "%MSGRAPH_MEETINGS_PYTHON%" && goto start
for %%P in (python python3 py) do call :fits %%P && goto start
echo The plugin msgraph-meetings needs one of these on PATH: @PYTHONS@. 1>&2
echo MSGRAPH_MEETINGS_PYTHON can name an interpreter that is not on PATH. 1>&2
exit /b 1
:fits
set "python=%~1"
"%python%" -I -S "%here%lib\start.py" --fits >nul 2>nul
exit /b %errorlevel%
:start
"%python%" -I -S "%here%lib\start.py" %*
exit /b %errorlevel%
